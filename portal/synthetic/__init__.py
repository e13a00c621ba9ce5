"""A made-up directory for tests of scale: real places, postcodes and needs, and services that nobody can mistake for real."""
