"""Running the golden dataset from the screen: what it would cost, how far it is, and the one edit at its end."""
