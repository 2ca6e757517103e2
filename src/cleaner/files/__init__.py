"""Files of pages: read by their names, cleaned record by record, and written so that a killed run can go on."""
