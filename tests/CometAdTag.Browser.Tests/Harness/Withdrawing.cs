using System.Text.Json;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>
/// One withdrawal of what a slot shows, as the page saw it: ms from right before it was asked for until its frame was gone, and
/// until the replacement was rendered. Heard is how many events the page had heard before.
/// </summary>
internal sealed record Withdrawing(string Id, string Creative, int Heard, double Gone, double Replaced)
{
    public static async Task<Withdrawing> From(Scene scene, Visit page, string slot)
    {
        var heard = await page.Heard();
        var shown = heard.Last(one => one.Id == slot && one.Type == HeardEvent.Rendered);
        await Watch(page, slot);
        var before = await page.Ask<double>("performance.now()");
        var made = await scene.Service.Send(HttpMethod.Post, "/api/v1/withdrawals", new { creative = shown.Creative, reason = "A mistake" });
        await page.Until($"heard.slice({heard.Length}).some(e => e.id === '{slot}' && e.type === 'slotRenderEnded')");

        var replaced = (await page.Heard()).Skip(heard.Length).First(one => one.Id == slot && one.Type == HeardEvent.Rendered);
        Assert.NotEqual(shown.Creative, replaced.Creative);
        return new(IdOf(made), shown.Creative!, heard.Length, await page.Ask<double>("goneAt") - before, replaced.At - before);
    }

    private static Task Watch(Visit page, string slot) => page.Do($$"""
        const [frame, ...more] = document.querySelectorAll('#{{slot}} iframe');
        if (!frame || more.length) throw new Error('not one creative is shown');
        window.goneAt = -1e9;
        new MutationObserver((_, observer) => {
          if (frame.isConnected) return;
          window.goneAt = performance.now();
          observer.disconnect();
        }).observe(document.getElementById('{{slot}}'), { childList: true, subtree: true })
        """);

    private static string IdOf(string made)
    {
        using var answer = JsonDocument.Parse(made);
        Assert.Equal(1, answer.RootElement.GetProperty("pages").GetInt32());
        return answer.RootElement.GetProperty("id").GetString()!;
    }
}
