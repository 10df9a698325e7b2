namespace CometAdTag.Service.Doctor;

/// <summary>The poll: that an answer may be waited for as long as the service holds it back.</summary>
internal static class PollCheck
{
    private const string Subject = "poll";

    /// <summary>The service answers after 25 s at the latest.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(35);

    public static async Task<Finding> Of(Visitor visitor, Patient patient, Greeting greeting, Holding holding, CancellationToken cancel)
    {
        var since = holding.Now;
        var within = holding.Wait < Longest ? holding.Wait : Longest;
        try
        {
            var answer = await visitor.Post(patient.At("/comet/v1/poll"), patient.Origin, patient.Hello(greeting.Page), within, cancel);
            if (answer.Status is 502 or 504) return holding.Cut(Subject, answer.Took);
            return DoorChecks.Wrong(Subject, answer, patient) ?? Finding.Ok(Subject, $"held for {answer.Took.TotalSeconds:0} s, then answered");
        }
        catch (UnreachableException late) when (late.IsLate)
        {
            return within < Longest
                ? Finding.Ok(Subject, $"held for {within.TotalSeconds:0} s and longer")
                : Finding.Wrong(Subject, $"not answered within {within.TotalSeconds:0} s, though the service answers after 25 s: it is held back", Remedies.Buffering);
        }
        catch (UnreachableException)
        {
            return holding.Cut(Subject, holding.Since(since));
        }
    }
}
