using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Tests.ShopData;

public abstract class CiphertextTests(Dialect dialect) : ShopDataTests(dialect)
{
    [Fact]
    public async Task No_plain_column_holds_a_secret_a_person_or_a_payload()
    {
        var installation = await InstallAsync();
        await Planting.PlantAsync(Services, installation, Cancel);
        await FenceAsync(installation.Id);

        string[] forbidden =
            [Planting.Secret, Planting.Email, Planting.UserId, "shpat_", "Blue Widgets", "owner@", "offline_"];
        var tables = (await Database.ReadAsync(
            db => db.ListAsync<string>("catalog/columns"), Cancel)).Distinct().Order().ToArray();
        Assert.Contains("sessions", tables);
        foreach (var table in tables)
        {
            foreach (var row in await ReadAsync($"select * from {table}"))
            {
                // Binary columns are read as hexadecimal, so a plain word in one is looked for in that form, too.
                Assert.All(forbidden, word => Assert.DoesNotContain(word, row, StringComparison.OrdinalIgnoreCase));
                Assert.All(forbidden, word => Assert.DoesNotContain(
                    Convert.ToHexString(Encoding.UTF8.GetBytes(word)), row, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Fact]
    public async Task Ciphertext_when_swapped_between_rows_does_not_decrypt()
    {
        var installation = (await InstallAsync()).Id;
        await Get<IPreferenceStore>().SaveAsync(installation, "1", """{"a":1}""", Cancel);
        await Get<IPreferenceStore>().SaveAsync(installation, "2", """{"b":2}""", Cancel);
        await RunAsync("""
            update user_preferences
            set payload = (select p.payload from user_preferences p order by p.payload limit 1)
            """);

        Exception?[] outcomes =
        [
            await Record.ExceptionAsync(() => Get<IPreferenceStore>().FindAsync(installation, "1", Cancel)),
            await Record.ExceptionAsync(() => Get<IPreferenceStore>().FindAsync(installation, "2", Cancel)),
        ];
        Assert.IsType<AuthenticationTagMismatchException>(Assert.Single(outcomes, outcome => outcome is not null));
    }

    [Fact]
    public async Task Ciphertext_when_swapped_between_tables_does_not_decrypt()
    {
        var installation = (await InstallAsync()).Id;
        await Get<IPreferenceStore>().SaveAsync(installation, "1", """{"a":1}""", Cancel);
        await Get<ISessionStore>().SaveAsync(installation, Planting.Session(), Cancel);
        await RunAsync("update sessions set payload = (select payload from user_preferences)");
        await Assert.ThrowsAnyAsync<CryptographicException>(
            () => Get<ISessionStore>().ListAsync(installation, 1, Cancel));
    }

    [Fact]
    public async Task Ciphertext_when_moved_to_another_installation_does_not_decrypt_under_either_key()
    {
        var one = (await InstallAsync()).Id;
        var other = (await InstallAsync(Neighbour)).Id;
        var entry = Planting.LogEntry();
        await Get<IApiLogStore>().AppendAsync(one, entry, Cancel);
        await RunAsync($"update api_logs set installation_id = {Id(other)}");
        await Assert.ThrowsAnyAsync<CryptographicException>(
            () => Get<IApiLogStore>().ListAsync(other, FirstPage, Cancel));

        // Not even when the other installation is given the first one's key.
        await RunAsync($"""
            update installations set data_key = (select data_key from installations where id = {Id(one)})
            where id = {Id(other)}
            """);
        Get<DataKeys>().Evict(other);
        await Assert.ThrowsAnyAsync<CryptographicException>(
            () => Get<IApiLogStore>().ListAsync(other, FirstPage, Cancel));
    }

    [Fact]
    public async Task Stores_when_the_data_key_is_not_in_memory_read_it_from_the_row()
    {
        var installation = (await InstallAsync()).Id;
        var jobs = Get<IJobStore>();
        await jobs.EnqueueAsync(installation, Planting.Job(), Cancel);
        Get<DataKeys>().Evict(installation);
        var claimed = await jobs.ClaimAsync(installation, new JobClaim("r", 1, TimeSpan.FromMinutes(1)), Cancel);
        Assert.Contains(Planting.Secret, Assert.Single(claimed).Arguments, StringComparison.Ordinal);
        Assert.NotNull(Get<DataKeys>().FindWrapped(installation));
    }

    public sealed class OnPostgres() : CiphertextTests(Dialect.Postgres);

    public sealed class OnSqlite() : CiphertextTests(Dialect.Sqlite);
}
