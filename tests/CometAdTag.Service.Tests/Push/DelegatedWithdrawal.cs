using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CometAdTag.Service.Tests.Push;

internal static class DelegatedWithdrawal
{
    /// <summary>Withdraws a creative or a campaign; answers how many pages showed it.</summary>
    public static async Task<int> Withdraw(this RunningService service, string? creative = null, string? campaign = null)
    {
        using var admin = service.Admin();
        using var answer = await admin.PostAsJsonAsync("/api/v1/withdrawals", new { creative, campaign, reason = "a mistake" });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("pages").GetInt32();
    }
}
