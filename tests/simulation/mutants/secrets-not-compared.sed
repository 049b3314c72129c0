# file: src/plan/equality.cpp
# seeds: 2500
# Secrets may be others than those that were reviewed.
s/comparison\.whole = unfit_secrets\(reviewed, now\.plan\);/comparison.whole.clear();/
s/if \(now->after != then\.after\)/if (now->after != then.after \&\& then.after.kind != Shown::Kind::secret)/
s/if \(\*now != then\)/if (*now != then \&\& then.after.kind != Shown::Kind::secret)/
