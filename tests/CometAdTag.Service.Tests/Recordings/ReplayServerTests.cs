namespace CometAdTag.Service.Tests.Recordings;

public sealed class ReplayServerTests
{
    [Fact]
    public async Task Every_recorded_answer_reaches_an_http_client_whole()
    {
        foreach (var recording in Recording.Names("").Select(Recording.Load))
        {
            await using var server = new ReplayServer((_, _) => true, recording with { Request = HttpText.Parse("GET / HTTP/1.1\r\n\r\n"u8) });
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var answer = await client.GetAsync(server.Address);
            Assert.Equal(HttpText.Parse(recording.Response).Body, await answer.Content.ReadAsByteArrayAsync());
            Assert.Contains($" {(int)answer.StatusCode} ", HttpText.Parse(recording.Response).StartLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answers_to_the_same_request_come_in_their_order_and_a_stranger_is_named()
    {
        var (first, second) = (Recording.Load("delivery.asyncspc"), Recording.Load("dbdown.asyncspc.uncached"));
        await using var server = new ReplayServer((recorded, asked) => recorded.Target == asked.Target, first, second.To(first));
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpText.Parse(first.Response).BodyText, await client.GetStringAsync(first.Request!.Target));
        Assert.Equal(500, (int)(await client.GetAsync(first.Request.Target)).StatusCode);
        Assert.Equal(500, (int)(await client.GetAsync(first.Request.Target)).StatusCode);
        Assert.Equal(404, (int)(await client.GetAsync("/else")).StatusCode);
        Assert.Equal("/else", Assert.Single(server.Strangers).Target);
    }
}
