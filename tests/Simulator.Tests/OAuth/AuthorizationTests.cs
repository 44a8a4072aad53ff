using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.OAuth;

public sealed class AuthorizationTests : SimulatorTest
{
    private string RedirectUri => new Uri(App.Url, "auth/callback").AbsoluteUri;

    [Fact]
    public async Task Authorization_ends_at_the_redirect_address_with_a_query_that_the_secret_signed()
    {
        using var response = await AuthorizeAsync();

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var location = response.Headers.Location!;
        Assert.Equal(RedirectUri, location.GetLeftPart(UriPartial.Path));
        var query = QueryHelpers.ParseQuery(location.Query)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        Assert.Equal(["code", "hmac", "host", "shop", "state", "timestamp"], query.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("state-1", query["state"]);
        Assert.Equal(Shop, query["shop"]);
        Assert.Equal("admin.shopify.com/store/blue-widgets", Decode(query["host"]));
        var signed = string.Join('&', query.Where(pair => pair.Key != "hmac")
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(Convert.ToHexStringLower(Hmac(SimulatorOptions.DefaultApiSecret, signed)), query["hmac"]);
    }

    [Fact]
    public async Task Page_of_the_app_says_whether_it_is_installed()
    {
        var page = new Uri(Simulator.BaseUrl, $"{Shop}/admin/apps/{SimulatorOptions.DefaultApiKey}");
        await Control.CreateShopAsync(new NewShop { Domain = Shop }, Cancel);
        Assert.Contains("not installed", await Http.GetStringAsync(page, Cancel), StringComparison.Ordinal);

        await TokenAsync(Shop, ("code", await CodeAsync()));
        Assert.Contains("is installed", await Http.GetStringAsync(page, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_buys_a_token_once_and_the_token_opens_the_admin_api()
    {
        var code = await CodeAsync();

        var (status, body) = await TokenAsync(Shop, ("code", code));
        var (again, refusal) = await TokenAsync(Shop, ("code", code));

        Assert.Equal(200, status);
        Assert.Equal("read_products,write_products", body.GetProperty("scope").GetString());
        Assert.Equal(["access_token", "scope"], body.EnumerateObject().Select(field => field.Name));
        var data = await DataAsync(Shop, body.GetProperty("access_token").GetString()!,
            "{ shop { myshopifyDomain } currentAppInstallation { accessScopes { handle } } }");
        Assert.Equal(Shop, data.GetProperty("shop").GetProperty("myshopifyDomain").GetString());
        Assert.Equal(400, again);
        Assert.Equal("invalid_request", refusal.GetProperty("error").GetString());
        Assert.Equal("The authorization code was not found or was already used",
            refusal.GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task Code_in_a_json_body_is_as_good_as_in_a_form()
    {
        using var response = await Http.PostAsJsonAsync(AdminUrl(Shop, "oauth/access_token"), new
        {
            client_id = SimulatorOptions.DefaultApiKey,
            client_secret = SimulatorOptions.DefaultApiSecret,
            code = await CodeAsync(),
        }, Cancel);

        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.StartsWith("shpat_", body.GetProperty("access_token").GetString());
    }

    [Fact]
    public async Task Token_stays_the_same_while_the_installation_lives_and_differs_after_a_reinstall()
    {
        var (_, first) = await TokenAsync(Shop, ("code", await CodeAsync()));
        var firstInstallation = (await Control.GetShopAsync(Shop, Cancel)).InstallationId;
        var (_, second) = await TokenAsync(Shop, ("code", await CodeAsync()));
        await Control.UninstallAsync(Shop, cancellationToken: Cancel);
        var (_, third) = await TokenAsync(Shop, ("code", await CodeAsync()));

        Assert.Equal(Access(first), Access(second));
        Assert.NotEqual(Access(first), Access(third));
        Assert.NotEqual(firstInstallation, (await Control.GetShopAsync(Shop, Cancel)).InstallationId);
    }

    [Fact]
    public async Task Code_dies_with_the_installation_it_was_given_for()
    {
        var code = await CodeAsync();
        await Control.UninstallAsync(Shop, cancellationToken: Cancel);
        await Control.InstallAsync(Shop, cancellationToken: Cancel);

        var (status, _) = await TokenAsync(Shop, ("code", code));

        Assert.Equal(400, status);
    }

    [Fact]
    public async Task Per_user_authorization_gives_a_token_with_its_user()
    {
        using var response = await AuthorizeAsync("&grant_options[]=per-user");
        var (_, body) = await TokenAsync(Shop, ("code", Code(response)));

        Assert.Equal(86399, body.GetProperty("expires_in").GetInt32());
        var user = body.GetProperty("associated_user");
        Assert.True(user.GetProperty("account_owner").GetBoolean());
        Assert.Equal((await Control.GetShopAsync(Shop, Cancel)).OwnerId, user.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Refused_authorization_installs_nothing_and_gives_no_code()
    {
        await Control.ConfigureAppAsync(new AppSettings { RefuseAuthorization = true }, Cancel);

        using var response = await AuthorizeAsync();

        Assert.Contains("error=access_denied", response.Headers.Location!.Query);
        Assert.DoesNotContain("code=", response.Headers.Location.Query);
        Assert.Null((await Control.GetShopAsync(Shop, Cancel)).InstallationId);
    }

    [Fact]
    public async Task Manual_approval_shows_a_page_whose_button_approves()
    {
        await Control.ConfigureAppAsync(new AppSettings { ManualApproval = true }, Cancel);

        using var page = await AuthorizeAsync();
        using var approved = await AuthorizeAsync("&approve=1");

        Assert.Contains("Approve</a>", await page.Content.ReadAsStringAsync(Cancel));
        Assert.NotEmpty(Code(approved));
    }

    [Theory]
    [InlineData("client_id=another")]
    [InlineData("redirect_uri=https%3A%2F%2Fevil.example%2Fauth")]
    [InlineData("redirect_uri=not-an-address")]
    public async Task Authorization_with_a_wrong_parameter_is_refused_without_a_redirect(string wrong)
    {
        var name = wrong.Split('=')[0];
        var query = Query().Split('&').Select(part => part.StartsWith(name, StringComparison.Ordinal) ? wrong : part);

        using var response = await Http.GetAsync(
            AdminUrl(Shop, $"oauth/authorize?{string.Join('&', query)}"), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Wrong_client_secret_gets_no_token_and_leaves_the_code_good()
    {
        var code = await CodeAsync();

        var (refused, _) = await TokenAsync(Shop, ("code", code), ("client_secret", "wrong"));
        var (accepted, _) = await TokenAsync(Shop, ("code", code));

        Assert.Equal(401, refused);
        Assert.Equal(200, accepted);
    }

    private static string Decode(string host) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(host.PadRight((host.Length + 3) / 4 * 4, '=')));

    private static string? Access(JsonElement body) => body.GetProperty("access_token").GetString();

    private static string Code(HttpResponseMessage response) =>
        QueryHelpers.ParseQuery(response.Headers.Location!.Query)["code"].ToString();

    private string Query() => $"client_id={SimulatorOptions.DefaultApiKey}&scope=read_products,write_products"
        + $"&redirect_uri={Uri.EscapeDataString(RedirectUri)}&state=state-1";

    private Task<HttpResponseMessage> AuthorizeAsync(string more = "") =>
        Http.GetAsync(AdminUrl(Shop, $"oauth/authorize?{Query()}{more}"), Cancel);

    private async Task<string> CodeAsync()
    {
        using var response = await AuthorizeAsync();
        return Code(response);
    }
}
