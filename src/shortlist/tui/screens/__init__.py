"""The screens: one module and one style sheet for each."""
