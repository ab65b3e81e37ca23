/** Stands for every Vue component in the specs of the client. */
export default {};
