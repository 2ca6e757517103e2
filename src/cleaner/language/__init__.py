"""What the library knows of languages: packs of words and phrases, and how they are found."""
