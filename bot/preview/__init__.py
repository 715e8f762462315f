"""`hocso content preview`: lessons as each channel shows them, on a page of this machine only."""
