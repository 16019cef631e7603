"""What is posted to the designer: properties, commands and conditions."""
