"""Widgets that the screens are composed of; each knows its own data and nothing of its neighbours."""
