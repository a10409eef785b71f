"""Forms made from the models of the document, and the editing of their fields in place."""
