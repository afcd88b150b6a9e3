"""What may be worth a label: commitments, complaints, figures, and whatever a scheme has cues for."""
