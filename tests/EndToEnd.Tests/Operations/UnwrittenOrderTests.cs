using System.Net;
using Npgsql;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>What can't be written down is not carried out.</summary>
[Collection(StalledServices.Name)]
public sealed class UnwrittenOrderTests(StalledServices stalled)
{
    [Fact]
    public Task Order_when_the_log_can_not_be_written_is_not_carried_out() =>
        stalled.RunAsync(async service =>
        {
            var shop = await Merchant.InstalledAsync(service);
            await using (var connection = new NpgsqlConnection(service.ConnectionString))
            {
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(
                    TestContext.Current.CancellationToken);
                await using var hold = new NpgsqlCommand(
                    "lock table audit_log in access exclusive mode", connection, transaction);
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

                using var held = await service.OrderAsync(
                    $"shops/{shop.Domain}/uninstall", new { reason = "test", confirm = shop.Domain });
                await held.AssertProblemAsync(503);
                await shop.GetAsync("/api/session");
                using var signIn = await AuditTests.SignInAsync(service, service.Keys.Operator);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, signIn.StatusCode);
                Assert.False(signIn.Headers.Contains("Set-Cookie"));
            }
            await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
        });
}
