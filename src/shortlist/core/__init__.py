"""The decision itself, pure: documents, arithmetic and judgements that know no file, clock, network or screen."""
