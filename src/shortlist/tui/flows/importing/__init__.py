"""An import as a conversation: which file, what its columns mean, what to take."""
