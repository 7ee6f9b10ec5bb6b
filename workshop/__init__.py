"""What an exercise may import: data, pictures, run folders and a command line. No teaching is hidden in here."""
