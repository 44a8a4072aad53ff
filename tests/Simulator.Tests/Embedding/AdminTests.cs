using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Embedding;

public sealed partial class AdminTests : SimulatorTest
{
    private Uri Page => new(Simulator.BaseUrl, $"{Shop}/admin/apps/{SimulatorOptions.DefaultApiKey}");

    [Theory]
    [InlineData("", true)]
    [InlineData("?without-token", false)]
    public async Task Admin_opens_the_app_in_a_frame_at_a_signed_address_with_a_token_or_without_one(
        string asked, bool carries)
    {
        await Control.InstallAsync(Shop, new InstallRequest { Kind = InstallKind.Managed }, Cancel);

        var html = await Http.GetStringAsync(new Uri(Page, asked), Cancel);

        var address = new Uri(WebUtility.HtmlDecode(Frame().Match(html).Groups[1].Value));
        Assert.Equal(App.Url.Authority, address.Authority);
        var query = HttpUtility.ParseQueryString(address.Query);
        Assert.Equal(carries, query["id_token"] is not null);
        var signed = string.Join('&', query.AllKeys.Where(key => key != "hmac").Order(StringComparer.Ordinal)
            .Select(key => $"{key}={Uri.EscapeDataString(query[key]!)}"));
        Assert.Equal(
            Convert.ToHexStringLower(Hmac(SimulatorOptions.DefaultApiSecret, signed)), query["hmac"]);
    }

    [Fact]
    public async Task Stand_in_for_app_bridge_is_served_and_its_tokens_are_for_the_apps_pages_only()
    {
        await InstallAsync();
        using var script = await Http.GetAsync(new Uri(Simulator.BaseUrl, "/app-bridge.js"), Cancel);
        using var answer = await Http.GetAsync(new Uri(Simulator.BaseUrl, $"/_bridge/{Shop}/session-token"), Cancel);
        using var unknown = await Http.GetAsync(
            new Uri(Simulator.BaseUrl, $"/_bridge/{Neighbour}/session-token"), Cancel);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("token").GetString()!;

        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        Assert.Contains("shopify-reload", await script.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(
            App.Url.GetLeftPart(UriPartial.Authority),
            Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        var (status, _) = await TokenAsync(
            Shop, ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", token),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
            ("requested_token_type", "urn:shopify:params:oauth:token-type:online-access-token"));
        Assert.Equal(200, status);
    }

    [GeneratedRegex("<iframe [^>]*src=\"([^\"]+)\"")]
    private static partial Regex Frame();
}
