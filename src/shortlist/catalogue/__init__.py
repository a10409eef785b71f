"""What is known of offerings without the network, and in `importers` the formats of files that hold their figures."""
