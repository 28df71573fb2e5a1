"""The command ``carnet``, a module for each group of its sub-commands.

What a command needs is imported inside it, here and nowhere else: ``carnet --help`` answers at
once, and a mistake in one part does not take the other commands along.
"""
