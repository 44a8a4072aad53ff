using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tests.Tokens;

/// <summary>Shopify may answer without a pair where one was asked for: kept, and not in silence.</summary>
public sealed class LastingGrantTests
{
    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 0)]
    [InlineData(false, false, 0)]
    public void Token_without_expiry_in_the_place_of_a_pair_is_kept_and_counted(
        bool pairsAreWanted, bool isPair, int counted)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var seen = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, told) =>
        {
            // A listener hears the whole process: other tests count under the same name.
            if (instrument.Name == "shopkeeper.tokens.granted_lasting"
                && ReferenceEquals(instrument.Meter.Scope, meters))
                told.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => seen += value);
        listener.Start();
        var hour = TimeSpan.FromHours(1);

        var grant = TestGrants.Factory(TimeProvider.System, meters, pairsAreWanted).Make(new TokenGrant
        {
            AccessToken = new AccessToken("shpat_1"),
            Scopes = AccessScopes.Parse("read_products"),
            ExpiresIn = isPair ? hour : null,
            RefreshToken = isPair ? new AccessToken("shprt_1") : null,
            RefreshTokenExpiresIn = isPair ? hour : null,
        });

        Assert.Equal((counted, isPair), (seen, grant.ExpiresAt is not null));
    }
}
