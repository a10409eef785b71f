"""The record: its sections, their facts and prose, and the steps of its life."""
