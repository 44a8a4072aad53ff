using Shopkeeper.Silo.CommandLine;

return await ShopkeeperCommand.Create().Parse(args).InvokeAsync();
