"""The frame around the screens: opening, saving and keeping a workspace, its what-if and its walkthrough."""
