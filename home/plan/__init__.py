"""What ``/plan/`` shows and gives as open data: actions, declarations by year, investment and need."""
