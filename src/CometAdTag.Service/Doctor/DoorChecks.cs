using System.Globalization;

namespace CometAdTag.Service.Doctor;

/// <summary>Whether the service lets the page in, which one short poll tells, takes its receipts, and keeps the time.</summary>
internal static class DoorChecks
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10), Skew = TimeSpan.FromSeconds(5);

    public static async Task<(Greeting? Greeting, Finding[] Findings)> Enter(Visitor visitor, Patient patient, TimeProvider time, CancellationToken cancel)
    {
        var answer = await visitor.Post(patient.At("/comet/v1/poll"), patient.Origin, patient.Hello(), Within, cancel);
        if (Wrong("origin", answer, patient) is { } wrong) return (null, [wrong]);
        if (Greeting.Read(answer.Body) is not { } greeting)
            return (null, [Finding.Wrong("origin", "the answer to a poll is no frame of the service", Remedies.Pass)]);
        var letIn = Finding.Ok("origin", $"{patient.Origin} is let in, and may read the answers");
        return (greeting, patient.Page.Zones.Length == 0 ? [letIn, Clock(answer, time)] : [letIn, Zones(patient, greeting), Clock(answer, time)]);
    }

    public static async Task<Finding> Receipts(Visitor visitor, Patient patient, CancellationToken cancel)
    {
        var answer = await visitor.Post(patient.At("/comet/v1/receipts"), patient.Origin, """{"receipts":[]}""", Within, cancel);
        return Wrong("receipts", answer, patient) ?? Finding.Ok("receipts", "they arrive");
    }

    /// <summary>What keeps a page from the answer, or from reading it.</summary>
    public static Finding? Wrong(string subject, Answer answer, Patient patient)
    {
        if (!answer.IsGood || answer.MediaType is not ("application/json" or "text/event-stream"))
        {
            var (text, fix) = Remedies.Of(answer, patient.Origin);
            return Finding.Wrong(subject, text, fix);
        }
        if (new Uri(patient.Origin) == patient.Tag.Service || CrossOrigin.Problem(answer, patient.Origin) is not { } problem) return null;
        return Finding.Wrong(subject, $"{problem}, so the page may not read the answer",
            "pass the service's own header Access-Control-Allow-Origin on, and add none; nginx: no add_header Access-Control-Allow-Origin", "a cache in front must not keep what is below /comet/v1/");
    }

    private static Finding Zones(Patient patient, Greeting greeting)
    {
        string[] unknown = [.. patient.Page.Zones.Except(greeting.Zones)];
        return unknown.Length == 0
            ? Finding.Ok("zones", "the service knows them all")
            : Finding.Wrong("zones", $"the service does not know {string.Join(", ", unknown.Take(10))}: these slots stay empty", "write ids of zones that the ad server has into data-comet-zone");
    }

    private static Finding Clock(Answer answer, TimeProvider time)
    {
        if (!DateTimeOffset.TryParseExact(answer.Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var said))
            return Finding.Note("clock", "the answer has no header Date to compare");
        // It was written between the question and now
        var (now, asked) = (time.GetUtcNow(), time.GetUtcNow() - answer.Took);
        var ahead = said > now ? said - now : said < asked ? said - asked : TimeSpan.Zero;
        if (ahead.Duration() <= Skew) return Finding.Ok("clock", "the service's is as this machine's");
        return Finding.Wrong("clock", $"the service's is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's, so campaigns begin and end at the wrong time",
            "have both machines keep the time: timedatectl set-ntp true");
    }
}
