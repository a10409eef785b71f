"""What several screens are made of: tables with views, rating, sizing, exporting, earlier versions."""
