using System.Text;

namespace CometAdTag.Service.Doctor;

/// <summary>Writes findings as they come, and counts what is wrong.</summary>
internal sealed class Findings(TextWriter output)
{
    private const int LongestLine = 1000;

    private int wrong, notes;

    public bool AnyWrong => wrong > 0;

    public void Add(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings) Add(finding);
    }

    public void Add(Finding finding)
    {
        if (finding.Verdict == Verdict.Wrong) wrong++;
        if (finding.Verdict == Verdict.Note) notes++;
        var word = finding.Verdict == Verdict.Wrong ? "WRONG" : finding.Verdict == Verdict.Note ? "note" : "ok";
        Line($"{word,-6} {finding.Subject,-10} {finding.Text}");
        foreach (var fix in finding.Fix) Line($"{"",-6} {"  fix:",-10} {fix}");
    }

    public void Line(string text) => output.WriteLine(Plain(text));

    public void Sum() => Line(wrong + notes == 0 ? "All is well." : $"{wrong} wrong, {notes} to know.");

    /// <summary>What others wrote is shown, but moves no cursor and fills no screen.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, LongestLine));
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, LongestLine))) plain.Append(char.IsControl(letter) ? ' ' : letter);
        return text.Length > LongestLine ? plain.Append('…').ToString() : plain.ToString();
    }
}
