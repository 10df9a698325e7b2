using System.Xml.Linq;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Recordings;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.AdServer;

using Patience = CometAdTag.Service.AdServer.Patience;

/// <summary>The API as a real Revive 6.0.8 spoke it, byte by byte.</summary>
public sealed class ReviveApiRecordingTests : IDisposable
{
    private const string OutageOfLogon = "dbdown.ox.logon", OutageOfRead = "dbdown.ox.getAgencyList";

    private readonly WatchedClock clock = new();
    private readonly Logs logs = new();
    private readonly LoggerFactory loggers;
    private readonly AdServerHttp http;
    private readonly ReviveCalls calls;

    public ReviveApiRecordingTests()
    {
        (loggers, http) = (new LoggerFactory([logs]), new(clock));
        calls = new(http, new Patience(new Live<AdServerOptions>(new() { Patience = new() { FailuresToBreak = 1000 } }), clock, new Chance(seed: 1), new Instruments(), new Logger<Patience>(loggers)).Api);
    }

    public void Dispose()
    {
        http.Dispose();
        loggers.Dispose();
    }

    /// <summary>Every recorded call whose parameters are of the kinds that the service sends.</summary>
    public static TheoryData<string> Reads => new(Recording.Names("ox.").Append("plugin.comet.getLinks").Where(name => Parameters(Recording.Load(name).Request!).All(type => type.Name is "string" or "int")));

    public static TheoryData<string, string, long> Faults => new()
    {
        { "fault.bad-password", nameof(ReviveFault.Refused), 801 },
        { "fault.bad-session", nameof(ReviveFault.SessionInvalid), 801 },
        { "fault.session-expired", nameof(ReviveFault.SessionInvalid), 801 },
        { "fault.session-too-long", nameof(ReviveFault.Refused), 801 },
        { "fault.unknown-banner", nameof(ReviveFault.Gone), 801 },
        { "fault.unknown-campaign", nameof(ReviveFault.Gone), 801 },
        { "fault.unknown-method", nameof(ReviveFault.Refused), 1 },
        { "fault.missing-param", nameof(ReviveFault.Refused), 3 },
        { "fault.wrong-type", nameof(ReviveFault.Refused), 3 },
        { "fault.malformed-xml", nameof(ReviveFault.Refused), 105 },
        { "fault.http-get", nameof(ReviveFault.Refused), 105 },
        { "fault.generateTags-short-codetype", nameof(ReviveFault.Refused), 801 },
        { OutageOfRead, nameof(ReviveFault.SessionInvalid), 801 },
        { OutageOfLogon, nameof(ReviveFault.Outage), 99999 },
    };

    [Fact]
    public void All_reads_and_all_faults_are_replayed()
    {
        Assert.Equal(["ox.modifyCampaign", "ox.setBannerTargeting"], Recording.Names("ox.").Except(Rows(Reads)));
        Assert.Equal(Recording.Names("fault.").Append(OutageOfRead).Append(OutageOfLogon).Order(StringComparer.Ordinal), Rows(Faults).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Reads))]
    public async Task A_call_asks_what_was_recorded_and_reads_all_of_the_answer(string name)
    {
        var recording = Recording.Load(name);
        await using var server = new ReplayServer(IsSameCall, recording);
        var reply = await calls.AskAsync(new(server.Address, recording.Request!.Path), Method(recording.Request), [.. Sent(recording.Request)], CancellationToken.None);
        Assert.Equal((AdServerOutcome.Ok, null), (reply.Http.Outcome, reply.Fault));
        var asked = Assert.Single(server.Asked, each => each.Answer is not null).Request;
        Assert.DoesNotContain(server.Strangers, stranger => stranger.Method == "POST");
        Assert.Equal("text/xml", asked.Header("Content-Type"));
        Assert.Equal(Leaves(XDocument.Parse(HttpText.Parse(recording.Response).BodyText).Root!), Leaves(reply.Value!));
    }

    [Theory, MemberData(nameof(Faults))]
    public void Faults_are_told_apart(string name, string kind, long code)
    {
        var fault = XmlRpcReader.Read(HttpText.Parse(Recording.Load(name).Response).Body).Fault!;
        Assert.Equal((kind, code), ($"{ReviveFaults.Of(fault)}", fault.Code));
    }

    [Fact]
    public async Task A_good_session_called_invalid_whose_logon_faults_is_an_outage_and_the_service_is_well_again_after_it()
    {
        var (logon, read) = (Recording.Load("ox.logon"), Recording.Load("ox.getAgencyList"));
        await using var server = new ReplayServer(IsSameMethod, logon, read);
        using var session = new ReviveSession(calls, "somebody", new Logger<ReviveSession>(loggers));
        var api = new ReviveApiOptions { Url = new Uri(server.Address, logon.Request!.Path).ToString(), User = "admin", Password = "Secret-8480-pw" };
        Assert.Single(ReviveRow.ListOf(await session.AskAsync(api, "ox.getAgencyList", id: null, CancellationToken.None), ""));

        server.Replace(Recording.Load(OutageOfLogon).To(logon), Recording.Load(OutageOfRead).To(read));
        var asking = session.AskAsync(api, "ox.getAgencyList", id: null, CancellationToken.None);
        for (var i = 0; i < new PatienceOptions().Retries; i++) await clock.TurnAsync();
        var outage = (await Assert.ThrowsAsync<ReviveFailure>(() => asking)).Answer;
        Assert.Equal((AdServerOutcome.Unusable, "ox.logon: it answered fault 99999, \"DB_DataObject Error: No Keys available for session\""), (outage.Outcome, outage.Detail));

        server.Replace(logon, read);
        Assert.Single(ReviveRow.ListOf(await session.AskAsync(api, "ox.getAgencyList", id: null, CancellationToken.None), ""));
        Assert.Equal(["ox.logon", "ox.getAgencyList"], server.Asked.TakeLast(2).Select(asked => Method(asked.Request)));
        Assert.DoesNotContain("Secret-8480-pw", logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("183f23400a728ca593d321b8a8d625dd", logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_is_wrong_is_refused_at_once_and_named_by_its_setting()
    {
        var recording = Recording.Load("fault.bad-password");
        await using var server = new ReplayServer(IsSameMethod, recording);
        using var session = new ReviveSession(calls, "somebody", new Logger<ReviveSession>(loggers));
        var api = new ReviveApiOptions { Url = server.Address.ToString(), User = "admin", Password = "wrong-one" };
        var refused = (await Assert.ThrowsAsync<ReviveFailure>(() => session.AskAsync(api, "ox.getAgencyList", id: null, CancellationToken.None))).Answer;
        Assert.Equal(AdServerOutcome.Refused, refused.Outcome);
        Assert.Equal(
            "it lets AdServer:ReviveApi:User admin with this Password not in: fault 801, \"The username and/or password were not correct. Please try again.\"", refused.Detail);
        Assert.Single(server.Asked);
    }

    private static IEnumerable<string> Rows(IEnumerable<object[]> data) => data.Select(row => (string)row[0]);

    private static string Method(HttpText request) => XDocument.Parse(request.BodyText).Root!.Element("methodName")!.Value;

    private static List<(string Name, string Value)> Parameters(HttpText request) =>
        [.. XDocument.Parse(request.BodyText).Root!.Descendants("param").Select(param => param.Element("value")!.Elements().Single()).Select(typed => (typed.Name.LocalName, typed.Value))];

    /// <summary>The same method with the same parameters of the same types.</summary>
    private static bool IsSameCall(HttpText recorded, HttpText asked) =>
        (recorded.Method, recorded.Target) == (asked.Method, asked.Target) && Method(recorded) == Method(asked) && Parameters(recorded).SequenceEqual(Parameters(asked));

    private static bool IsSameMethod(HttpText recorded, HttpText asked) => recorded.Method == asked.Method && Method(recorded) == Method(asked);

    private static IEnumerable<XmlRpcValue> Sent(HttpText request) => Parameters(request).Select(XmlRpcValue (parameter) =>
        parameter.Name == "int" ? new XmlRpcValue.Whole(long.Parse(parameter.Value, System.Globalization.CultureInfo.InvariantCulture)) : new XmlRpcValue.Text(parameter.Value));

    /// <summary>All scalars with their types, and the names of members, sorted by an independent reader.</summary>
    private static IEnumerable<string> Leaves(XElement answer) => answer.Descendants()
        .Where(element => !element.HasElements && element.Name.LocalName is "int" or "string" or "double" or "boolean" or "dateTime.iso8601")
        .Select(leaf => $"{leaf.Parent!.Parent!.Element("name")?.Value} {leaf.Name.LocalName} {leaf.Value}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Leaves(XmlRpcValue value) => Leaves("", value).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Leaves(string name, XmlRpcValue value) => value switch
    {
        XmlRpcValue.Struct members => members.Members.SelectMany(member => Leaves(member.Key, member.Value)),
        XmlRpcValue.List list => list.Items.SelectMany(item => Leaves("", item)),
        XmlRpcValue.Whole whole => [FormattableString.Invariant($"{name} int {whole.Value}")],
        XmlRpcValue.Real { Value: 0 } => [$"{name} double 0"],
        XmlRpcValue.Real real => [FormattableString.Invariant($"{name} double {real.Value:0.0000}")],
        XmlRpcValue.Flag flag => [$"{name} boolean {(flag.Value ? 1 : 0)}"],
        XmlRpcValue.Time time => [FormattableString.Invariant($"{name} dateTime.iso8601 {time.Value:yyyyMMdd'T'HH:mm:ss}")],
        XmlRpcValue.Text text => [$"{name} string {text.Value}"],
        _ => [$"{name} nil"],
    };
}
