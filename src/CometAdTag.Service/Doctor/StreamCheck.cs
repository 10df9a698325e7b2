using System.Text;

namespace CometAdTag.Service.Doctor;

/// <summary>The stream: that its first bytes come at once, through all that is in front of the service, and that it lives.</summary>
internal static class StreamCheck
{
    private const string Subject = "stream";

    public static async Task<Finding> Of(Visitor visitor, Patient patient, Holding holding, CancellationToken cancel)
    {
        var since = holding.Now;
        using var request = Visitor.Posted(patient.At("/comet/v1/stream"), patient.Origin, patient.Hello());
        try
        {
            using var response = await visitor.Open(request, Holding.FirstAnswer, cancel);
            if (await Refused(visitor, response, patient, since, cancel) is { } refused) return refused;
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            return await First(body, holding, cancel) ?? await holding.Listen(Subject, holding.Since(since), token => Hear(body, token), cancel);
        }
        catch (UnreachableException late) when (late.IsLate)
        {
            return HeldBack();
        }
    }

    private static async Task<Finding?> Refused(Visitor visitor, HttpResponseMessage response, Patient patient, long since, CancellationToken cancel)
    {
        var isStream = response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        if (!isStream) return DoorChecks.Wrong(Subject, await visitor.Read(response, most: 64 * 1024, since, cancel), patient);
        return DoorChecks.Wrong(Subject, Visitor.Begun(response), patient);
    }

    /// <summary>What is wrong with the first bytes; null where they came in time.</summary>
    private static async Task<Finding?> First(Stream body, Holding holding, CancellationToken cancel)
    {
        using var bound = holding.Until(Holding.FirstAnswer);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancel);
        try
        {
            return await Hear(body, either.Token) is true ? null : Finding.Wrong(Subject, "ended before the service said anything", Remedies.Buffering);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            return HeldBack();
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            return Finding.Wrong(Subject, $"cut off before the service said anything: {cut.Message}", Remedies.Buffering);
        }
    }

    private static Finding HeldBack() =>
        Finding.Wrong(Subject, $"nothing of it came within {Holding.FirstAnswer.TotalSeconds:0} s, though the service writes at once: it is buffered on the way, and pages poll instead", Remedies.Buffering);

    private static async Task<bool?> Hear(Stream body, CancellationToken cancel)
    {
        var chunk = new byte[16 * 1024];
        var read = await body.ReadAsync(chunk, cancel);
        return read == 0 ? null : !Encoding.UTF8.GetString(chunk, 0, read).Contains("event: close\n", StringComparison.Ordinal);
    }
}
