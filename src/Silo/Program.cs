using System.CommandLine;
using Shopkeeper.Silo.CommandLine;

using var signals = new StopSignals();
// The command line's own way to end on a signal does not bear a second one.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await ShopkeeperCommand.Create().Parse(args).InvokeAsync(configuration, signals.Token);
