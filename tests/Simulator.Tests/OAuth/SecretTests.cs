using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.OAuth;

public sealed class SecretTests : SimulatorTest
{
    private const string Next = "the next client secret of the app, for tests only";
    private const string ReadShop = "{ shop { id } }";

    [Fact]
    public async Task Token_dies_with_the_secret_that_bought_it_unless_it_was_refreshed_with_the_next_one()
    {
        var kept = await ExpireAsync(Shop);
        var lost = await ExpireAsync(Neighbour);
        await Control.ConfigureAppAsync(
            new AppSettings { ApiSecret = Next, OldestSecret = SimulatorOptions.DefaultApiSecret }, Cancel);
        var refresh = kept.GetProperty("refresh_token").GetString()!;
        var (status, pair) = await TokenAsync(
            Shop, ("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_secret", Next));
        Assert.Equal(200, status);
        Assert.Equal(200, await AskAsync(Neighbour, lost));

        await Control.ConfigureAppAsync(new AppSettings { OldestSecret = "" }, Cancel);

        Assert.Equal(200, await AskAsync(Shop, pair));
        Assert.Equal(401, await AskAsync(Neighbour, lost));
    }

    [Fact]
    public async Task Token_without_expiry_is_answered_403_once_only_expiring_ones_are_taken()
    {
        var lasting = await InstallAsync();
        var expiring = await ExpireAsync(Neighbour);
        await Control.ConfigureAppAsync(new AppSettings { RequireExpiringTokens = true }, Cancel);

        using var refused = await QueryAsync(Shop, lasting, ReadShop);

        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Contains("Non-expiring access tokens are no longer accepted",
            await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(200, await AskAsync(Neighbour, expiring));
    }

    [Fact]
    public async Task Answer_can_lack_a_part_of_the_pair_that_was_given_all_the_same()
    {
        var first = await ExpireAsync(Shop);
        var refresh = first.GetProperty("refresh_token").GetString()!;
        await Control.AddFaultAsync(
            new Fault
            {
                Operation = "oauth/access_token/refresh_token", Kind = FaultKind.Partial,
                Without = ["expires_in", "refresh_token"], Times = 1,
            },
            Cancel);

        var (_, half) = await TokenAsync(Shop, ("grant_type", "refresh_token"), ("refresh_token", refresh));
        var (status, whole) = await TokenAsync(Shop, ("grant_type", "refresh_token"), ("refresh_token", refresh));

        Assert.Equal(
            ["access_token", "scope", "refresh_token_expires_in"], half.EnumerateObject().Select(field => field.Name));
        Assert.Equal(200, status);
        Assert.Equal(5, whole.EnumerateObject().Count());
        Assert.Equal(200, await AskAsync(Shop, half));
    }

    private async Task<JsonElement> ExpireAsync(string shop)
    {
        var installed = await Control.InstallAsync(shop, new InstallRequest { Kind = InstallKind.Code }, Cancel);
        var (status, pair) = await TokenAsync(shop, ("code", installed.Code!), ("expiring", "1"));
        Assert.Equal(200, status);
        return pair;
    }

    private async Task<int> AskAsync(string shop, JsonElement pair)
    {
        using var answer = await QueryAsync(shop, pair.GetProperty("access_token").GetString(), ReadShop);
        return (int)answer.StatusCode;
    }
}
