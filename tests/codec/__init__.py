"""Tests of the codec and of the folder of schemas."""
