"""The domain of copydesk: articles, tags and the journal, with no terminal in sight."""
