output "stack" {
  description = "What people and other configurations need of it."
  value       = module.stack
}
