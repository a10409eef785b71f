"""The commands, one function each: arguments in, data on stdout, an exit code back; a module a group of them."""
