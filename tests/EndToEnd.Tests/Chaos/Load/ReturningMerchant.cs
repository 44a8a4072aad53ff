using System.Net;
using System.Net.Sockets;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Load;

/// <summary>
/// Installs with a browser, at the app's own address: Shopify asks nobody whether the app is installed still, so that
/// this may come at any point of a teardown. It begins again whenever it gets stuck on the way.
/// </summary>
internal sealed class ReturningMerchant(ChaosCluster cluster, Tally tally)
{
    // To Shopify, back with the grant, and on to the app in the admin.
    private const int Redirects = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(240);

    /// <summary>Goes through the whole install, from the beginning as often as needed.</summary>
    public Task InstallAsync(Merchant shop) => Eventually.UntilAsync(
        "an install with a browser comes through", () => TryAsync(shop), Deadline, CancellationToken.None);

    private async Task<bool> TryAsync(Merchant shop)
    {
        var service = cluster.Silos[0].Service;
        using var browser = new MerchantBrowser(service);
        var address = new Uri(service.AppUrl, $"/auth?shop={shop.Domain}");
        try
        {
            for (var step = 0; step < Redirects; step++)
            {
                using var answer = await browser.OpenAsync(address);
                if (answer.StatusCode != HttpStatusCode.Found) return IsStuck(answer, address);
                address = new Uri(address, answer.Headers.Location!);
            }
            return true;
        }
        catch (Exception nobody) when (
            nobody is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            tally.Count("answers: none");
            return false;
        }
    }

    private bool IsStuck(HttpResponseMessage answer, Uri address)
    {
        var isDeliberate = (int)answer.StatusCode < 500
            || (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null);
        var isOfTheApp = address.Authority == cluster.Cluster.Deployment.AppUrl.Authority;
        if (isOfTheApp && !isDeliberate)
            tally.Violations.Enqueue($"An install with a browser was answered {(int)answer.StatusCode}.");
        tally.Count("installs with a browser: begun again");
        return false;
    }
}
