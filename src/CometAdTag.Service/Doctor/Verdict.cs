namespace CometAdTag.Service.Doctor;

/// <summary>What a check came to; only what is wrong makes the command fail.</summary>
internal enum Verdict { Ok, Note, Wrong }
