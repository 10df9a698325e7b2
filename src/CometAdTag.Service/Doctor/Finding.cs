namespace CometAdTag.Service.Doctor;

/// <summary>One line of the doctor: what was looked at, what it came to, and the lines that mend it.</summary>
internal sealed record Finding(Verdict Verdict, string Subject, string Text, params string[] Fix)
{
    public static Finding Ok(string subject, string text) => new(Verdict.Ok, subject, text);

    public static Finding Note(string subject, string text, params string[] fix) => new(Verdict.Note, subject, text, fix);

    public static Finding Wrong(string subject, string text, params string[] fix) => new(Verdict.Wrong, subject, text, fix);
}
