"""Where articles come from: files, folders, globs and standard input, in the formats of ``registry``."""
