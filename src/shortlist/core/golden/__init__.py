"""The golden dataset of a step: its examples, what is checked of an answer, and what the whole of it covers."""
