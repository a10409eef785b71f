"""The screens: a room each, with its dialogs, its tables and its style; none knows another."""
