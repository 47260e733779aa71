# One environment: the ten modules, and what passes between them.

locals {
  # Of things that two modules need to know of each other.
  service_role    = "${var.name}-service"
  backup_role_arn = "arn:aws:iam::${var.account_id}:role/${var.name}-backup"
}

module "dns" {
  source    = "../modules/dns"
  name      = var.name
  domain    = var.domain
  primary   = { dns_name = module.service.balancer.dns_name, zone_id = module.service.balancer.zone_id }
  secondary = var.secondary
}

module "mail" {
  source          = "../modules/mail"
  name            = var.name
  account_id      = var.account_id
  region          = var.region
  domain          = var.domain
  zone_id         = module.dns.zone_id
  alarm_topic_arn = module.monitoring.alarm_topic_arn
  on_moto         = var.on_moto
}

module "identity" {
  source  = "../modules/identity"
  name    = var.name
  mail    = { identity_arn = module.mail.identity_arn, from = "Sealward <no-reply@${var.domain}>" }
  on_moto = var.on_moto
}

module "keyvault" {
  source          = "../modules/keyvault"
  name            = var.name
  account_id      = var.account_id
  region          = var.region
  owner_role_name = module.identity.owner_role_name
  user_pool_arn   = module.identity.user_pool_arn
  alarm_topic_arn = module.monitoring.alarm_topic_arn
  logs_key_arn    = module.monitoring.key_arn
  on_moto         = var.on_moto
}

module "network" {
  source       = "../modules/network"
  name         = var.name
  account_id   = var.account_id
  region       = var.region
  logs_key_arn = module.monitoring.key_arn
  mail_port    = try(var.availability.mail.port, null)
  reachable = {
    buckets = [module.images.bucket_arn, module.mail.bucket_arn]
    tables  = [module.keyvault.private_table_arn, module.keyvault.public_table_arn]
  }
}

module "database" {
  source            = "../modules/database"
  name              = var.name
  account_id        = var.account_id
  region            = var.region
  instance_class    = var.size.database_class
  instances         = var.size.database_instances
  subnet_ids        = module.network.database_subnet_ids
  security_group_id = module.network.security_groups.database
  data_api          = var.data_api
  logs_key_arn      = module.monitoring.key_arn
}

module "images" {
  source            = "../modules/images"
  name              = var.name
  account_id        = var.account_id
  region            = var.region
  service_role_name = local.service_role
  backup_role_arn   = local.backup_role_arn
  object_lock_days  = var.object_lock_days
}

module "service" {
  source     = "../modules/service"
  name       = var.name
  account_id = var.account_id
  region     = var.region
  image      = var.image
  role_name  = module.keyvault.service_role_name
  identity   = merge(module.identity, { region = var.region })
  keyvault   = module.keyvault
  objects = {
    bucket     = module.images.bucket
    bucket_arn = module.images.bucket_arn
    key_arn    = module.images.key_arn
  }
  network         = module.network
  jdbc_url        = module.database.jdbc_url
  certificate_arn = module.dns.certificate_arn
  tasks           = { least = var.size.tasks_least, most = var.size.tasks_most }
  size            = { cpu = var.size.task_cpu, memory = var.size.task_memory }
  push_webhook    = var.push_webhook
  availability    = var.availability
  key_log         = var.key_log
  security        = var.security
  rollback_alarms = module.monitoring.rollback_alarms
  logs_key_arn    = module.monitoring.key_arn
  on_moto         = var.on_moto
}

module "monitoring" {
  source          = "../modules/monitoring"
  name            = var.name
  account_id      = var.account_id
  region          = var.region
  operators       = var.operators
  mail_addresses  = var.alarm_addresses
  certificate_arn = module.dns.certificate_arn
  service = {
    cluster_name  = module.service.cluster_name
    service_name  = module.service.service_name
    log_group_arn = module.service.log_group_arn
    balancer      = module.service.balancer
  }
  database = {
    cluster_identifier = module.database.cluster_identifier
  }
  prober = var.prober_image == null ? null : {
    region  = var.second_region
    image   = var.prober_image
    address = module.dns.api_address
  }
  guarded = {
    objects_bucket_arn = module.images.bucket_arn
    private_table_arn  = module.keyvault.private_table_arn
    public_table_arn   = module.keyvault.public_table_arn
  }

  providers = {
    aws        = aws
    aws.prober = aws.second
  }
}

module "backup" {
  source          = "../modules/backup"
  name            = var.name
  account_id      = var.account_id
  region          = var.region
  copy_region     = var.second_region
  lock_after_days = var.backup_lock_after_days
  alarm_topic_arn = module.monitoring.alarm_topic_arn
  on_moto         = var.on_moto
  resources = [
    module.database.cluster_arn,
    module.images.bucket_arn,
    module.keyvault.private_table_arn,
    module.keyvault.public_table_arn,
  ]

  providers = {
    aws      = aws
    aws.copy = aws.second
  }
}
