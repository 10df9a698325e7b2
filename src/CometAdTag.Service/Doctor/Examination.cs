using CometAdTag.Service.Push;

namespace CometAdTag.Service.Doctor;

/// <summary>All checks, in the order in which a page needs what they look at; where one makes the rest pointless, it is the last.</summary>
internal sealed class Examination(Visitor visitor, TimeProvider time, Findings findings)
{
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(5), LongestWait = TimeSpan.FromSeconds(90);

    private bool isAway;

    public async Task Run(DoctorOptions options, CancellationToken cancel)
    {
        if (await Page(options, cancel) is not { } patient) return;
        findings.Add(PageChecks.Slots(patient.Page));
        findings.Add(PolicyChecks.Of(patient.Page, patient.Tag));
        // A page that everybody reaches names nothing that only this network does
        visitor.PublicOnly = visitor.ReachedPublic;
        findings.Add(await Try("script", () => TagChecks.Script(visitor, patient.Page, patient.Tag, cancel)));
        if (isAway) return;
        findings.Add(await Try("frame", async () => [await TagChecks.Frame(visitor, patient.Tag.Service, FrameEndpoint.Sandbox, cancel)]));
        if (patient.Tag.Creatives is { } creatives)
            findings.Add(await Try("frame", async () => [await TagChecks.Frame(visitor, creatives, FrameEndpoint.SandboxWithOrigin, cancel)]));
        Greeting? greeting = null;
        findings.Add(await Try("origin", async () =>
        {
            (greeting, var found) = await DoorChecks.Enter(visitor, patient, time, cancel);
            return found;
        }));
        if (greeting is null) return;
        findings.Add(await Try("receipts", async () => [await DoorChecks.Receipts(visitor, patient, cancel)]));
        await Hold(patient, greeting, options.Wait, cancel);
    }

    private async Task<Patient?> Page(DoctorOptions options, CancellationToken cancel)
    {
        PublisherPage? page = null;
        findings.Add(await Try("page", async () =>
        {
            (page, var finding) = await PageChecks.Get(visitor, options.Page, cancel);
            return [finding];
        }));
        if (page is null) return null;
        var (tag, found) = PageChecks.Tag(page, options.Service);
        findings.Add(found);
        return tag is null ? null : new(page, tag with { Creatives = options.Creatives });
    }

    /// <summary>The three ways to the service, all at once.</summary>
    private async Task Hold(Patient patient, Greeting greeting, TimeSpan? wait, CancellationToken cancel)
    {
        var usual = (greeting.Heartbeat * 2) + Over;
        var holding = new Holding(time, greeting, wait ?? (usual < LongestWait ? usual : LongestWait));
        findings.Line($"{"",-6} {"",-10} holding connections for {holding.Wait.TotalSeconds:0} s ...");
        Task<Finding[]>[] all =
        [
            Try("socket", async () => [await SocketCheck.Of(visitor, patient, holding, cancel)]),
            Try("stream", async () => [await StreamCheck.Of(visitor, patient, holding, cancel)]),
            Try("poll", async () => [await PollCheck.Of(visitor, patient, greeting, holding, cancel)]),
        ];
        foreach (var found in await Task.WhenAll(all)) findings.Add(found);
    }

    private async Task<Finding[]> Try(string subject, Func<Task<Finding[]>> check)
    {
        try
        {
            return await check();
        }
        catch (UnreachableException away)
        {
            isAway = true;
            return [Finding.Wrong(subject, away.Message, away.Fix)];
        }
    }
}
