using System.CommandLine;
using Shopkeeper.Silo.CommandLine.Operating;

namespace Shopkeeper.Silo.CommandLine;

/// <summary>The executable's commands. Without one it serves.</summary>
public static class ShopkeeperCommand
{
    /// <summary>All commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Shopkeeper: one actor per Shopify shop, from install to provable erasure. Without a command it serves.")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            MigrateCommand.Create(),
            SeedCommand.Create(),
            CertificateCommand.Create(),
            EndCommand.Uninstall(),
            EndCommand.Reset(),
            AuditCommand.Create(),
            HealthCommand.Create(),
        };
        ServeCommand.Attach(root);
        return root;
    }
}
