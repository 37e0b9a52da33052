"""Pages of registration at BPJS: batches, their files, answers and contradictions, who was refused or has ended."""
