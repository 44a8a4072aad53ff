using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>What happens to the shop and to the silos, in one piece.</summary>
internal sealed partial class TokenWorld
{
    private void Change(TokenCommand command, InstallationId? current)
    {
        switch (command.Act)
        {
            case TokenAct.Reset when current is { } old:
                Begin(Database.Installations[old]);
                End(old);
                break;
            case TokenAct.End when current is { } ended:
                End(ended);
                break;
            case TokenAct.Purge:
                Purge();
                break;
            case TokenAct.Uninstall:
                Book!.IsDead = true;
                break;
            case TokenAct.Install when current is null:
                Install();
                break;
            case TokenAct.Crash:
                _silos[command.Silo]?.Process.Die();
                break;
            case TokenAct.Skew when _silos[command.Silo] is { } silo:
                silo.Process.Skew = TimeSpan.FromSeconds((command.Size % 5 - 2) * 30);
                break;
            case TokenAct.Wait:
                Pass(Waits[command.Size % Waits.Length]);
                break;
        }
    }

    // The merchant's own way: granted and stored in one piece, since what a crash in between costs is the grant that
    // the merchant gives again.
    private void Install()
    {
        if (Book is null or { IsDead: true }) _books.Add(new PairBook($"{_books.Count + 1}"));
        var pair = Book!.Grant(Kernel.Time.Now);
        var row = Row();
        GrantRows.Swap(row, new Grant
        {
            AccessToken = pair.Access,
            Scopes = "read_products",
            ExpiresAt = pair.ExpiresAt,
            RefreshToken = pair.Refresh,
            RefreshTokenExpiresAt = pair.RefreshExpiresAt,
            RefreshDueAt = Kernel.Time.Now + TimeSpan.FromDays(60),
        });
    }

    private void Begin(StayRow old)
    {
        var row = Row();
        row.Value = row.Value with { Access = old.Value.Access, AccessLostAt = old.Value.AccessLostAt };
        GrantRows.Move(old, row);
        _model.Destroyed(old.Value.Id);
    }

    private void End(InstallationId installation)
    {
        var row = Database.Installations[installation];
        row.Value = row.Value with { EndedAt = Database.Now };
    }

    // A stay without a grant has nothing left for a teardown to ask Shopify with.
    private void Purge()
    {
        foreach (var row in Database.Installations.Values.ToList())
        {
            if (row.IsCurrent || row.Grant is not null) continue;
            Database.Installations.Remove(row.Value.Id);
            Database.Rows.Remove(row.Value.Id);
            _model.Purged(row.Value.Id);
        }
    }

    private StayRow Row()
    {
        var row = new StayRow
        {
            Value = new Installation
            {
                Id = new InstallationId(Kernel.Chance.Id(Kernel.Time.Now)),
                Shop = Shop,
                ShopId = 77,
                Generation = ++_generation,
                AppInstallationId = $"gid://shopify/AppInstallation/{_books.Count}",
                Scopes = "read_products",
                StartedAt = Kernel.Time.Now,
            },
        };
        Database.Installations.Add(row.Value.Id, row);
        return row;
    }
}
