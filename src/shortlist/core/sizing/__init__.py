"""What self-hosting a model takes, estimated: the questions, the constants, the estimate, its sentences."""
