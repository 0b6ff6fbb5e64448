"""What pages share: the frame, the session, figures."""
