using System.Text.Json;
using Npgsql;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>
/// What has to be so once a release is over: all that was taken is done, jobs and deliveries at the first attempt.
/// </summary>
internal static class Aftermath
{
    private const string Unfinished =
        "select coalesce(string_agg(distinct format('status %s after %s attempts', status, attempts), ', '), '') "
        + "from jobs where id = any(@jobs) and status <> 3";

    private const string Repeated = "select count(*)::text from jobs where id = any(@jobs) and attempts <> 1";
    private const string Known = "select count(*)::text from jobs where id = any(@jobs)";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>All jobs are completed with one attempt each, and all deliveries handled.</summary>
    public static async Task AssertDoneAsync(this ShopkeeperProcess service, Traffic traffic)
    {
        await using var connection = new NpgsqlConnection(service.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"{traffic.Jobs.Count}", await ReadAsync(connection, traffic, Known));
        await Eventually.PollAsync(
            "no job is unfinished", () => ReadAsync(connection, traffic, Unfinished), left => left.Length == 0,
            Deadline);
        Assert.Equal("0", await ReadAsync(connection, traffic, Repeated));
        await Parallel.ForEachAsync(
            traffic.Deliveries, TestContext.Current.CancellationToken,
            async (id, _) => await service.UntilVerdictAsync(id, "accepted"));
    }

    /// <summary>
    /// Who left was torn down completely, each step at the first attempt: one whose call found its silo going is begun
    /// once more, and spends none for that.
    /// </summary>
    public static async Task AssertLeftAsync(this ShopkeeperProcess service, IEnumerable<Merchant> merchants)
    {
        foreach (var merchant in merchants)
        {
            var claims = (await service.UntilCertifiedAsync(merchant)).GetProperty("claims");
            Assert.Equal("complete", claims.GetProperty("result").GetString());
            Assert.All(claims.GetProperty("steps").EnumerateArray(), AssertAtFirst);
            Assert.Equal(0, await service.ReadResidueAsync(merchant));
        }
    }

    private static async Task<string> ReadAsync(NpgsqlConnection connection, Traffic traffic, string sql)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue("jobs", traffic.Jobs.ToArray());
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static void AssertAtFirst(JsonElement step) => Assert.True(
        step.GetProperty("attempts").GetInt32() == 1, $"More than one attempt was spent: {step.GetRawText()}");
}
