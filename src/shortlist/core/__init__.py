"""The decision itself: documents, arithmetic and judgements.

Pure: nothing in here reads a file, a clock or a network, or knows of a screen.
"""
